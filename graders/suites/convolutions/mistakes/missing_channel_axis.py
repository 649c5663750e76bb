# Divides, but adds no channel axis.
# expect adds_channel_axis failed missing_channel_axis: channel axis is missing
# expect normalizes skipped

def reshape_and_normalize(images):
    return images / 255.0
