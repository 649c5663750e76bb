# Trains, sleeps, asks and loops at the top; what the functions need comes after.
# stops myCallback
# call settings [] -> ["/tmp/horses", 150, false]
# note Line 24: module-level training
# note Line 25: module-level training
# note Line 26: module-level training
# note Line 30: module-level training
# note Line 31: waiting
# note Line 32: waiting
# note Line 33: stopped, because it took too long

import os
import time
import tensorflow as tf

def train_mnist():
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    history = model.fit([[0.0]] * 10**6, [0.0] * 10**6, epochs=10_000)
    return history.epoch, history.history['accuracy'][-1]

def main():
    return train_mnist()

history = train_mnist()
_, accuracy = main()
for units in (64, 128, 256):
    print(units)
    train_mnist()
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
print('result', model.evaluate([[0.0]], [0.0]))
time.sleep(3600)
name = input('Your name? ')
while True:
    pass
BASE = os.path.join('/tmp', 'horses')
SIZE: int = 150

def settings():
    return [BASE, SIZE, 'history' in globals()]

print(history, accuracy)

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

