"""The author's tools; they return values and print nothing."""
