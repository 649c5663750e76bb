# Writes into the pictures that it was given.
# expect normalizes failed changes_its_input: changed the array that it was given

def reshape_and_normalize(images):
    result = images.reshape(-1, 28, 28, 1) / 255.0
    images[:] = 0
    return result
