# Divides with //.
# expect normalizes failed integer_division: Only 0 and 1 are left

def reshape_and_normalize(images):
    return images.reshape(-1, 28, 28, 1) // 255
