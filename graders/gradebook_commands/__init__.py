"""``python -m graders gradebook``: what its commands take, do and print."""
