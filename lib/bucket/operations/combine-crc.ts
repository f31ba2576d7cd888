/** CRCs in which a following piece can be joined without its bytes, with their polynomials reversed. */
const polynomials = {
  crc32: { bits: 32, polynomial: 0xedb88320n },
  crc32c: { bits: 32, polynomial: 0x82f63b78n },
  crc64nvme: { bits: 64, polynomial: 0x9a6c9329ac4bc9b5n },
} as const;

export type CrcName = keyof typeof polynomials;

export interface CrcPiece {
  digest: Buffer;
  sizeBytes: number;
}

/** One row per bit: what that bit becomes. */
type Matrix = bigint[];

/**
 * The CRC of pieces set end to end. Appending n zero bytes is a linear map over GF(2), so its matrix is built by
 * squaring and used for every piece of the same length. Source: Mark Adler, crc32_combine() in zlib.
 */
export function combineCrc(name: CrcName, pieces: CrcPiece[]): Buffer {
  const { bits, polynomial } = polynomials[name];
  const byLength = new Map<number, Matrix>();
  let whole = 0n;
  for (const [position, { digest, sizeBytes }] of pieces.entries()) {
    const value = BigInt(`0x${digest.toString('hex')}`);
    if (position === 0) {
      whole = value;
      continue;
    }
    const appendZeros = byLength.get(sizeBytes) ?? zeroBytesMatrix(bits, polynomial, sizeBytes);
    byLength.set(sizeBytes, appendZeros);
    whole = apply(appendZeros, whole) ^ value;
  }
  return Buffer.from(whole.toString(16).padStart(bits / 4, '0'), 'hex');
}

function zeroBytesMatrix(bits: number, polynomial: bigint, count: number): Matrix {
  const oneBit: Matrix = [polynomial, ...Array.from({ length: bits - 1 }, (_, bit) => 1n << BigInt(bit))];
  let power = square(square(square(oneBit))); // one byte
  let result: Matrix = Array.from({ length: bits }, (_, bit) => 1n << BigInt(bit));
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(power, result);
    power = square(power);
  }
  return result;
}

function apply(matrix: Matrix, vector: bigint): bigint {
  let sum = 0n;
  let rest = vector;
  for (let bit = 0; rest; bit++, rest >>= 1n) if (rest & 1n) sum ^= matrix[bit] ?? 0n;
  return sum;
}

function multiply(a: Matrix, b: Matrix): Matrix {
  return b.map((row) => apply(a, row));
}

function square(matrix: Matrix): Matrix {
  return multiply(matrix, matrix);
}
