# Fills the folder of shared memory.
# expect at most 0 points
# expect of_numbers errored: No space left

def largest_gap(values):
    with open("/dev/shm/big", "wb") as file:
        file.write(bytes(60 * 2**20))
