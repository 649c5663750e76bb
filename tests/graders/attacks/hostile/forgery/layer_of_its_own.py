# Registers a layer of its own under the name of a standard one.
# exercise callbacks
# changes the solution
# expect at most 12 points
# expect trains_a_classifier failed: cannot leave the sandbox

def train_mnist(x_train, y_train):
    @tf.keras.utils.register_keras_serializable("keras.layers", "Dense")
    class Dense(tf.keras.layers.Dense):
        def call(self, inputs):
            return tf.one_hot(tf.zeros(tf.shape(inputs)[0], tf.int32), 10) + 0.0 * super().call(inputs)

    model = tf.keras.Sequential([tf.keras.layers.Input((28, 28)), tf.keras.layers.Flatten(), Dense(10)])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x_train, y_train, epochs=1, verbose=0)
