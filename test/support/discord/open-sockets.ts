import { once } from 'node:events';
import type { Server, Socket } from 'node:net';

/** Notes the connections of a server. The returned function closes the server and cuts them, upgraded ones too. */
export function closing(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
}
