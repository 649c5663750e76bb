# Exchanges rows and columns on the way.
# expect adds_channel_axis failed pixels_moved: reshape keeps their order
# expect normalizes skipped

def reshape_and_normalize(images):
    return images.transpose(2, 1, 0).reshape(-1, 28, 28, 1) / 255.0
