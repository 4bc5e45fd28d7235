/* Calls the static library from a program that has nothing of Rust's `std` in it: a symbol
   which only `std` defines would leave this unlinked. */

#include <stdint.h>
#include <stdio.h>

const char *presigner_url(int64_t now);

int main(void) {
    const char *url = presigner_url(1731000000);
    if (url == NULL) {
        return 1;
    }
    puts(url);
    return 0;
}
