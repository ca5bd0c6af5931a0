/* hash.h - SHA-256 (FIPS 180-4), by which a plan knows its inputs. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* The digest itself, as eight numbers, the first the foremost. */
void sha256(const void *bytes, size_t length, uint32_t out[8]);
/* Lower-case hex of the digest, 64 characters and a NUL. */
void sha256_hex(const void *bytes, size_t length, char out[65]);

#endif
