# Returns one generator object twice.
# expect gives_generators failed training_folder_twice: must read VALIDATION_DIR
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped
# expect keeps_validation skipped
# expect augments_training skipped
# expect closes_gap skipped
# expect recognises_new_pets skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    datagen = ImageDataGenerator(rescale=1 / 255, rotation_range=30, width_shift_range=0.1, height_shift_range=0.1, zoom_range=0.15, horizontal_flip=True)
    generator = datagen.flow_from_directory(TRAINING_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    return generator, generator
