import { createDecipheriv } from 'node:crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { VoiceMode } from './voice.ts';

const HEADER = 12;
const NONCE = 4;
const TAG = 16;

/**
 * Opens a packet encrypted for transport: RTP header in the clear, payload with tag, four bytes of nonce at the end.
 * @returns the payload: Opus, end-to-end encrypted or not
 * @throws Error when the tag does not match
 */
export function openPacket(packet: Buffer, mode: VoiceMode, key: Uint8Array): Buffer {
  const header = packet.subarray(0, HEADER);
  const sealed = packet.subarray(HEADER, -NONCE);
  const nonce = Buffer.alloc(mode === 'aead_aes256_gcm_rtpsize' ? 12 : 24);
  packet.subarray(-NONCE).copy(nonce);
  if (mode === 'aead_xchacha20_poly1305_rtpsize') return Buffer.from(xchacha20poly1305(key, nonce, header).decrypt(sealed));
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(header);
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
}

/** Whether a datagram is an Opus packet in RTP (version 2, payload type 120). */
export function isOpusPacket(packet: Buffer): boolean {
  return packet.length > HEADER + TAG + NONCE && packet[0] === 0x80 && packet[1] === 0x78;
}

const REQUEST = 1;
const RESPONSE = 2;
const DISCOVERY = 74;

/** The source asking for its own address, null for other datagrams. */
export function discoveryRequest(packet: Buffer): number | null {
  return packet.length === DISCOVERY && packet.readUInt16BE(0) === REQUEST ? packet.readUInt32BE(4) : null;
}

export function discoveryResponse(ssrc: number, address: string, port: number): Buffer {
  const response = Buffer.alloc(DISCOVERY);
  response.writeUInt16BE(RESPONSE, 0);
  response.writeUInt16BE(DISCOVERY - 4, 2);
  response.writeUInt32BE(ssrc, 4);
  response.write(address, 8);
  response.writeUInt16BE(port, DISCOVERY - 2);
  return response;
}
