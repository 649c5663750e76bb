"""Runs beside the submission. This exercise asks its function directly."""
