# Returns the last tensor instead of a model.
# expect builds_on_base failed no_model: must return the model
# expect ends_in_one_probability skipped
# expect compiles skipped
# expect keeps_base_frozen skipped
# expect head_learns skipped
# expect recognises_new_pictures skipped

def create_final_model(pre_trained_model, last_output):
    x = tf.keras.layers.GlobalAveragePooling2D()(last_output)
    x = tf.keras.layers.Dense(64, activation="relu")(x)
    x = tf.keras.layers.Dropout(0.2)(x)
    x = tf.keras.layers.Dense(1, activation="sigmoid")(x)
    model = tf.keras.Model(pre_trained_model.input, x)
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
    return x
