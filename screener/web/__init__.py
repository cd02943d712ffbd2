"""The patient's and the clinic's pages: parses, calls the use cases, renders what they return."""
