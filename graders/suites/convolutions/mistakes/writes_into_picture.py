# Scales the picture in place.
# expect convolves_whole_numbers failed changes_its_input: changed the array that it was given

def convolve2d(image, kernel):
    image[0, 0] = image[0, 0] + 1
    image_first = image[0, 0]
    image[0, 0] = image_first - 1
    kernel -= 0
    image[-1:, -1:] -= 0
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            result[row, column] = np.sum(patch * kernel)
    image[0, 0] = 0
    return result
