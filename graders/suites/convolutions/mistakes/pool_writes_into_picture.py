# Pools within the picture that it was given.
# expect pools_any_size failed changes_its_input: changed the array that it was given

def max_pool2d(image, size=2):
    height, width = image.shape[0] // size, image.shape[1] // size
    for row in range(height):
        for column in range(width):
            square = image[row * size : (row + 1) * size, column * size : (column + 1) * size]
            square[0, 0] = square.max()
    return image[::size, ::size][:height, :width].copy()
