# Raises an error with a message of 50 MB and a thousand notes.
# expect at most 0 points
# expect of_numbers errored: ValueError

def largest_gap(values):
    error = ValueError("x" * 50_000_000)
    for _ in range(1000):
        error.add_note("note " * 10_000)
    raise error
