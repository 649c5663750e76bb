# The graded class stands inside the graded function, as older versions of the course had it.
# stops myCallback
# note Line 8: myCallback is defined inside train_mnist

import tensorflow as tf

def train_mnist(x_train, y_train):
    class myCallback(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs={}):
            if logs.get('accuracy') > 0.6:
                self.model.stop_training = True
    callbacks = myCallback()
    model = tf.keras.models.Sequential([tf.keras.layers.Dense(10, activation=tf.nn.softmax)])
    model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
    return model.fit(x_train, y_train, epochs=10, callbacks=[callbacks])
