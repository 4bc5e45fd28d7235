/* Calls the static library from a program that has nothing of Rust's `std` in it: a symbol
   which only `std` defines would leave this unlinked. */

#include <stdint.h>
#include <stdio.h>

const char *presigner_url(int64_t now);
const char *presigner_multi_region_url(int64_t now);

int main(void) {
    const char *url = presigner_url(1731000000);
    const char *multi_region_url = presigner_multi_region_url(1731000000);
    if (url == NULL || multi_region_url == NULL) {
        return 1;
    }
    puts(url);
    puts(multi_region_url);
    return 0;
}
