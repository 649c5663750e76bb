# Makes a sparse file of a tebibyte.
# expect at most 0 points
# expect of_numbers errored: OSError

def largest_gap(values):
    with open("sparse", "wb") as file:
        file.truncate(2**40)
