"""The patient's pages: the way around the form, its screens, and the result to keep."""
