# Splits the training folder with validation_split.
# expect gives_generators failed not_all_pictures: Is a part held back
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped
# expect keeps_validation skipped
# expect augments_training skipped
# expect closes_gap skipped
# expect recognises_new_pets skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = ImageDataGenerator(rescale=1 / 255, rotation_range=30, width_shift_range=0.1, height_shift_range=0.1, zoom_range=0.15, horizontal_flip=True, validation_split=0.2)
    train_generator = train_datagen.flow_from_directory(TRAINING_DIR, target_size=(150, 150), batch_size=10, class_mode="binary", subset="training")
    validation_datagen = ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
    validation_generator = validation_datagen.flow_from_directory(TRAINING_DIR, target_size=(150, 150), batch_size=10, class_mode="binary", subset="validation")
    return train_generator, validation_generator
