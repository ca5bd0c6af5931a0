/* hash.c - SHA-256 as FIPS 180-4 defines it. */
#include "base/hash.h"

#include <stdint.h>
#include <string.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64
 * primes (section 4.2.2). */
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t rotate(uint32_t x, int bits)
{
    return (x >> bits) | (x << (32 - bits));
}

/* The message schedule W (section 6.2.2, step 1). */
static void schedule(const unsigned char *block, uint32_t w[64])
{
    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 |
               (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | (uint32_t)block[4 * t + 3];
    for (int t = 16; t < 64; t++) {
        uint32_t a = w[t - 15], b = w[t - 2];
        uint32_t s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3);
        uint32_t s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
}

/* Takes one block of 64 bytes into the hash; a .. h as in the standard. */
static void digest_block(uint32_t hash[8], const unsigned char *block)
{
    uint32_t w[64];
    uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3];
    uint32_t e = hash[4], f = hash[5], g = hash[6], h = hash[7];

    schedule(block, w);
    for (int t = 0; t < 64; t++) {
        uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        uint32_t choice = (e & f) ^ (~e & g);
        uint32_t t1 = h + s1 + choice + K[t] + w[t];
        uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        uint32_t majority = (a & b) ^ (a & c) ^ (b & c);

        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + s0 + majority;
    }
    hash[0] += a, hash[1] += b, hash[2] += c, hash[3] += d;
    hash[4] += e, hash[5] += f, hash[6] += g, hash[7] += h;
}

/* What is left of the message, the bit 1, zeros, and the length in bits. */
static void digest_tail(uint32_t hash[8], const unsigned char *rest,
                        size_t n_rest, uint64_t length)
{
    unsigned char tail[128] = {0};
    size_t n = n_rest + 9 <= 64 ? 64 : 128;

    memcpy(tail, rest, n_rest);
    tail[n_rest] = 0x80;
    for (size_t k = 0; k < 8; k++)
        tail[n - 1 - k] = (unsigned char)(length * 8 >> 8 * k);
    for (size_t k = 0; k < n; k += 64)
        digest_block(hash, tail + k);
}

void sha256(const void *bytes, size_t length, uint32_t out[8])
{
    /* Square roots of the first eight primes (section 5.3.3). */
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372,
                                      0xa54ff53a, 0x510e527f, 0x9b05688c,
                                      0x1f83d9ab, 0x5be0cd19};
    const unsigned char *at = length > 0 ? bytes : (const void *)"";
    size_t whole = length - length % 64;

    memcpy(out, start, sizeof start);
    for (size_t k = 0; k < whole; k += 64)
        digest_block(out, at + k);
    digest_tail(out, at + whole, length - whole, length);
}

void sha256_hex(const void *bytes, size_t length, char out[65])
{
    const char *digits = "0123456789abcdef";
    uint32_t hash[8];

    sha256(bytes, length, hash);
    for (int k = 0; k < 64; k++)
        out[k] = digits[hash[k / 8] >> (28 - 4 * (k % 8)) & 15];
    out[64] = '\0';
}
