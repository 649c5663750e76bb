# The head begins at an input of its own.
# expect builds_on_base failed base_not_used: Call the first new layer on last_output
# expect ends_in_one_probability skipped
# expect compiles skipped
# expect keeps_base_frozen skipped
# expect head_learns skipped
# expect recognises_new_pictures skipped

def create_final_model(pre_trained_model, last_output):
    inputs = tf.keras.Input((96, 96, 3))
    x = tf.keras.layers.GlobalAveragePooling2D()(inputs)
    x = tf.keras.layers.Dense(64, activation="relu")(x)
    x = tf.keras.layers.Dropout(0.2)(x)
    x = tf.keras.layers.Dense(1, activation="sigmoid")(x)
    model = tf.keras.Model(inputs, x)
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
    return model
