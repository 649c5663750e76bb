# Draws at the top and inside the function that is graded, with packages that are not installed here.
# stops myCallback
# call train [3] -> [0, 1, 2]
# call shown [] -> 6
# quiet

import tensorflow as tf
import numpy as np
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
import matplotlib.image as mpimg
import seaborn as sns
from matplotlib import cm
from IPython.display import clear_output, Image
from mpl_toolkits.mplot3d import Axes3D
from tqdm import tqdm
from tqdm.notebook import trange

%matplotlib inline
sns.set_style('darkgrid')
plt.style.use('ggplot')
plt.rcParams['figure.figsize'] = (8, 6)
plt.imshow(np.zeros((28, 28)), cmap=plt.cm.gray)
plt.show()
counts, bins, patches = plt.hist([1, 2, 3])

def train(epochs):
    done = []
    fig, ax = plt.subplots(figsize=(10, 5))
    for epoch in tqdm(range(epochs), desc='epochs'):
        done.append(epoch)
        ax.plot(done, [1 / (1 + one) for one in done], 'r', label='loss')
    ax.set_title('Loss')
    plt.legend(loc=0)
    plt.savefig('/tmp/loss.png')
    plt.show()
    return done

def shown():
    figure, axes = plt.subplots(2, 3)
    seen = 0
    for index, axis in enumerate(axes.flat):
        axis.imshow(np.zeros((2, 2)))
        axes[index // 3, index % 3].axis('off')
        seen += 1
    for _ in trange(2):
        pass
    return seen

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

