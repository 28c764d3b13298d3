/** A response body that is written as things happen. */
export interface PushStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Sends bytes; a reader who has fallen `limitBytes` behind is dropped instead. */
  write(bytes: Uint8Array): void;
  end(): void;
}

/**
 * @param limitBytes what may wait for a slow reader
 * @param onClose called once, however the stream ends: by {@link PushStream.end}, by the reader, or dropped
 */
export function pushStream(limitBytes: number, onClose: () => void): PushStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const close = () => {
    controller = null;
    onClose();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: (opened) => {
        controller = opened;
      },
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: limitBytes }),
  );
  return {
    body,
    write(bytes) {
      if (!controller) return;
      if ((controller.desiredSize ?? 0) < bytes.length) {
        controller.error(new Error('the reader is too slow'));
        close();
      } else {
        controller.enqueue(bytes);
      }
    },
    end() {
      if (!controller) return;
      controller.close();
      close();
    },
  };
}
