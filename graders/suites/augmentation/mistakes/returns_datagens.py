# Returns the two ImageDataGenerators, which were never given a folder.
# expect gives_generators failed no_flow: An ImageDataGenerator alone knows no pictures
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped
# expect keeps_validation skipped
# expect augments_training skipped
# expect closes_gap skipped
# expect recognises_new_pets skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = ImageDataGenerator(rescale=1 / 255, rotation_range=30, width_shift_range=0.1, height_shift_range=0.1, zoom_range=0.15, horizontal_flip=True)
    validation_datagen = ImageDataGenerator(rescale=1 / 255)
    return train_datagen, validation_datagen
