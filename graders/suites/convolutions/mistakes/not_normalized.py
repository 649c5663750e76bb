# Reshapes and forgets to divide.
# expect normalizes failed not_normalized: still go from 0 to 255

def reshape_and_normalize(images):
    return images.reshape(-1, 28, 28, 1)
