/* The table of peers. */
#include "peers.h"

#define PEER(name) extern const struct act_peer act_peer_##name;
#include "peers.def"

static const struct act_peer *const peers[] = {
#define PEER(name) &act_peer_##name,
#include "peers.def"
    NULL, /* for a build that has none */
};

int act_peer_count(void) { return (int)(sizeof peers / sizeof peers[0]) - 1; }

const struct act_peer *act_peer_at(int i) { return peers[i]; }
