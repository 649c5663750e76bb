"""Runs beside the submission: asks nothing of its own, since every question is a plain call."""
