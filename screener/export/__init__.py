"""Evaluations in the forms that leave the product."""
