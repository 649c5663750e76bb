# Always pools 2x2.
# expect pools_any_size failed ignores_size: size is not used

def max_pool2d(image, size=2):
    size = 2
    result = np.zeros((image.shape[0] // size, image.shape[1] // size))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            largest = image[row * size, column * size]
            for value in image[row * size : row * size + size, column * size : column * size + size].ravel():
                largest = max(largest, value)
            result[row, column] = largest
    return result
