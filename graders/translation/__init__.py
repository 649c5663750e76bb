"""Rewrites programs of earlier TensorFlow versions as they are written today."""
