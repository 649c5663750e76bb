# Keeps squares that are not whole.
# expect pools_any_size failed keeps_ragged_edge: ragged edge

def max_pool2d(image, size=2):
    result = np.zeros((-(-image.shape[0] // size), -(-image.shape[1] // size)))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            largest = image[row * size, column * size]
            for value in image[row * size : row * size + size, column * size : column * size + size].ravel():
                largest = max(largest, value)
            result[row, column] = largest
    return result
