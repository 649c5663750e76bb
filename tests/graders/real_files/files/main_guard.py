# What stands under the main guard does not run, whatever it would do.
# stops myCallback
# quiet

import argparse
import os
import sys
import tensorflow as tf

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--epochs', type=int, required=True)
    args = parser.parse_args()
    tf.keras.Sequential().fit(args.epochs)


if __name__ == '__main__':
    main()
    os._exit(3)
