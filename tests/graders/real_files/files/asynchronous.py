# Coroutines, and await at the top level as notebooks allow it.
# stops myCallback
# call answer [] -> 3
# note Line 16: SyntaxError

import asyncio
import tensorflow as tf


async def slowly(x):
    await asyncio.sleep(0)
    return x


started = asyncio.run(slowly(3))
later = await slowly(4)


def answer():
    return started

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

