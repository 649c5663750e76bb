# Looks for the metric acc.
# expect trains errored metric_is_none: not 'acc'
# expect returns_result skipped
# expect learns_all_pictures skipped
# expect stops_in_time skipped
# expect recognises_new_faces skipped

class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("acc") > 0.999:
            self.model.stop_training = True
