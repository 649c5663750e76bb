# Lets the squares overlap.
# expect pools failed stride_is_one: The squares overlap
# expect pools_any_size skipped

def max_pool2d(image, size=2):
    result = np.zeros((image.shape[0] - size + 1, image.shape[1] - size + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            largest = -1e9
            for value in image[row * 1 : row * 1 + size, column * 1 : column * 1 + size].ravel():
                largest = max(largest, value)
            result[row, column] = largest
    return result
