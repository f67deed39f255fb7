/* Tables of activations_fast.h: less the centres of the pieces, then the coefficients, lowest first.
 * Printed by tools/pieces_fast.sollya. */
#ifndef ACT_PIECES_FAST_H
#define ACT_PIECES_FAST_H
#if PIECES == 32
/* Degree 4, relative error 2^-24.1875. */
enum { tanh_degree = 4 };
#    define TANH_PIECES(ROW)                                                                       \
        ROW(-0x1.739ce8p-1f, -0x1.c6318cp-1f, -0x1.0c6318p0f, -0x1.35ad6cp0f, -0x1.5ef7bep0f,      \
            -0x1.88421p0f, -0x1.b18c64p0f, -0x1.dad6b6p0f, -0x1.0c6318p1f, -0x1.35ad6cp1f,         \
            -0x1.5ef7bep1f, -0x1.88421p1f, -0x1.b18c64p1f, -0x1.dad6b6p1f, -0x1.021084p2f,         \
            -0x1.16b5aep2f, -0x1.35ad6cp2f, -0x1.5ef7bep2f, -0x1.88421p2f, -0x1.b18c64p2f,         \
            -0x1.dad6b6p2f, -0x1.021084p3f, -0x1.16b5aep3f, -0x1.2b5ad6p3f, 0, -0x1.ef7bdep-4f,    \
            -0x1.9ce73ap-3f, -0x1.210842p-2f, -0x1.739ce8p-2f, -0x1.c6318cp-2f, -0x1.0c6318p-1f,   \
            -0x1.35ad6cp-1f)                                                                       \
        ROW(0x1.3db146p-1f, 0x1.6b7f76p-1f, 0x1.8ff6ap-1f, 0x1.ac5492p-1f, 0x1.c200d4p-1f,         \
            0x1.d255b8p-1f, 0x1.de8396p-1f, 0x1.e786b4p-1f, 0x1.f0c662p-1f, 0x1.f7f4d8p-1f,        \
            0x1.fbc3c2p-1f, 0x1.fdc61cp-1f, 0x1.fed4bep-1f, 0x1.ff62eep-1f, 0x1.ffad94p-1f,        \
            0x1.ffd4c2p-1f, 0x1.ffef92p-1f, 0x1.fffb7ap-1f, 0x1.fffec2p-1f, 0x1.ffffa8p-1f,        \
            0x1.ffffe8p-1f, 0x1.fffffap-1f, 0x1.fffffep-1f, 0x1p0f, 0, 0x1.ed14c2p-4f,             \
            0x1.9765fp-3f, 0x1.1997f2p-2f, 0x1.641d7cp-2f, 0x1.aa944ep-2f, 0x1.ec78fp-2f,          \
            0x1.14ba4ap-1f)                                                                        \
        ROW(0x1.3adfdcp-1f, 0x1.fbdd7ep-2f, 0x1.8f1d6ep-2f, 0x1.335532p-2f, 0x1.d1f242p-3f,        \
            0x1.5d07aap-3f, 0x1.0320aap-3f, 0x1.7e38d4p-4f, 0x1.dff35ep-5f, 0x1.febc3p-6f,         \
            0x1.0dee94p-6f, 0x1.1c513ap-7f, 0x1.2ae90cp-8f, 0x1.39f1b2p-9f, 0x1.499064p-10f,       \
            0x1.59de04p-11f, 0x1.06c23ep-12f, 0x1.21408ap-14f, 0x1.3e6556p-16f, 0x1.5e7836p-18f,   \
            0x1.81c5acp-20f, 0x1.a8a072p-22f, 0x1.d3684ap-24f, 0x1.0137cap-25f, 0x1p0f,            \
            0x1.f8948ap-1f, 0x1.ebbd54p-1f, 0x1.d94822p-1f, 0x1.c213bep-1f, 0x1.a725c2p-1f,        \
            0x1.8993dep-1f, 0x1.6a6ee6p-1f)                                                        \
        ROW(-0x1.86c552p-2f, -0x1.689356p-2f, -0x1.37c5eap-2f, -0x1.011d9p-2f, -0x1.998aecp-3f,    \
            -0x1.3ded6cp-3f, -0x1.e458a6p-4f, -0x1.6bf63ep-4f, -0x1.d1b404p-5f, -0x1.f6c95p-6f,    \
            -0x1.0ba41cp-6f, -0x1.1b0112p-7f, -0x1.2a6924p-8f, -0x1.399b18p-9f, -0x1.488ba8p-10f,  \
            -0x1.597dbcp-11f, -0x1.0729dap-12f, -0x1.1f2abcp-14f, -0x1.48e64ep-16f,                \
            -0x1.442de2p-18f, -0x1.a75738p-20f, -0x1.2e8a9ep-20f, 0x1.826ddep-24f,                 \
            -0x1.458c76p-21f, 0x1.ab031cp-17f, -0x1.e5f0fep-4f, -0x1.874a26p-3f, -0x1.0451eep-2f,  \
            -0x1.391006p-2f, -0x1.608a78p-2f, -0x1.7a8caep-2f, -0x1.87d756p-2f)                    \
        ROW(0x1.002246p-5f, 0x1.58d8acp-4f, 0x1.b8b842p-4f, 0x1.c1d22p-4f, 0x1.98eb62p-4f,         \
            0x1.5a5cf6p-4f, 0x1.18067ap-4f, 0x1.b69772p-5f, 0x1.2511aep-5f, 0x1.464ap-6f,          \
            0x1.6114f8p-7f, 0x1.787a2p-8f, 0x1.8e576ep-9f, 0x1.a3c7b4p-10f, 0x1.b97074p-11f,       \
            0x1.cfb45p-12f, 0x1.679186p-13f, 0x1.8bf13ep-15f, 0x1.b3df86p-17f, 0x1.dfc95ep-19f,    \
            0x1.081066p-20f, 0x1.22b642p-22f, 0x1.3fe08cp-24f, 0x1.60c288p-26f, -0x1.5650cp-2f,    \
            -0x1.417fe2p-2f, -0x1.20bc9cp-2f, -0x1.e7ad82p-3f, -0x1.7e39bcp-3f, -0x1.0e74fp-3f,    \
            -0x1.418b2p-4f, -0x1.df677cp-6f)                                                       \
        ROW(0x1.c05abap-4f, 0x1.e3a426p-5f, 0x1.0f305ep-6f, -0x1.e7993ap-8f, -0x1.48ccbep-6f,      \
            -0x1.823d94p-6f, -0x1.973906p-6f, -0x1.5861b8p-6f, -0x1.fe2f78p-7f, -0x1.2c953p-7f,    \
            -0x1.5c49eep-8f, -0x1.7b451ep-9f, -0x1.7422c2p-10f, -0x1.9d0bc8p-11f,                  \
            -0x1.0e0acap-11f, -0x1.ef4758p-13f, -0x1.59cad4p-14f, -0x1.cb9936p-16f,                \
            -0x1.c1bf0cp-20f, -0x1.421eacp-18f, 0x1.39faa4p-21f, 0x1.708fc4p-18f,                  \
            -0x1.a4782ep-20f, 0x1.28dd86p-18f, 0x1.50e8d8p-6f, 0x1.3f2e2cp-4f, 0x1.f615e6p-4f,     \
            0x1.47e80ep-3f, 0x1.664964p-3f, 0x1.51bc9p-3f, 0x1.38ad5p-3f, 0x1.631276p-3f)
/* Degree 5, relative error 2^-24.53125. */
enum { gelu_degree = 5 };
#    define GELU_PIECES(ROW)                                                                       \
        ROW(-0x1.2p0f, -0x1.6p0f, -0x1.ap0f, -0x1.ep0f, -0x1.1p1f, -0x1.3p1f, -0x1.5p1f,           \
            -0x1.7p1f, -0x1.ap1f, -0x1.ep1f, -0x1.1p2f, -0x1.3p2f, -0x1.5p2f, -0x1.7p2f,           \
            -0x1.9p2f, -0x1.bp2f, -0x1.ep2f, -0x1.1p3f, -0x1.3p3f, -0x1.5p3f, -0x1.7p3f,           \
            -0x1.9p3f, -0x1.bp3f, -0x1.dp3f, 0, -0x1.8p-3f, -0x1.4p-2f, -0x1.cp-2f, -0x1.2p-1f,    \
            -0x1.6p-1f, -0x1.ap-1f, -0x1.ep-1f)                                                    \
        ROW(0x1.1a9f2cp-2f, 0x1.326fd6p-2f, 0x1.4484bap-2f, 0x1.527a8p-2f, 0x1.5d6c1cp-2f,         \
            0x1.661f34p-2f, 0x1.6d2048p-2f, 0x1.72d4dp-2f, 0x1.799186p-2f, 0x1.80268cp-2f,         \
            0x1.84e44ap-2f, 0x1.8867b8p-2f, 0x1.8b129ep-2f, 0x1.8d241ep-2f, 0x1.8ec63ap-2f,        \
            0x1.9015b2p-2f, 0x1.919c6ap-2f, 0x1.931526p-2f, 0x1.942214p-2f, 0x1.94e876p-2f,        \
            0x1.957ed8p-2f, 0x1.95f378p-2f, 0x1.964fb2p-2f, 0x1.9699dap-2f, 0, 0x1.4caf1cp-4f,     \
            0x1.fb26b2p-4f, 0x1.463cecp-3f, 0x1.83248cp-3f, 0x1.b67fc2p-3f, 0x1.e20d78p-3f,        \
            0x1.03988ep-2f)                                                                        \
        ROW(0x1.b6596ap-4f, 0x1.4a0338p-4f, 0x1.f9a64ep-5f, 0x1.899968p-5f, 0x1.36dd3p-5f,         \
            0x1.f199cp-6f, 0x1.931ddep-6f, 0x1.4a3852p-6f, 0x1.f2f5cep-7f, 0x1.62201p-7f,          \
            0x1.031b68p-7f, 0x1.852b8p-8f, 0x1.2ae288p-8f, 0x1.d419fcp-9f, 0x1.74d5bcp-9f,         \
            0x1.2d6b58p-9f, 0x1.c0f9d6p-10f, 0x1.3ae804p-10f, 0x1.c9eb64p-11f, 0x1.56ee3ep-11f,    \
            0x1.073c68p-11f, 0x1.9ca854p-12f, 0x1.494a5cp-12f, 0x1.0ade6cp-12f, 0x1p-1f,           \
            0x1.7e938cp-2f, 0x1.3dae3ap-2f, 0x1.097b58p-2f, 0x1.be70aap-3f, 0x1.7992fep-3f,        \
            0x1.411f92p-3f, 0x1.1293eap-3f)                                                        \
        ROW(-0x1.01037ap-4f, -0x1.6ad8a8p-5f, -0x1.0529e2p-5f, -0x1.7ea1dep-6f, -0x1.1cf308p-6f,   \
            -0x1.aec90ep-7f, -0x1.4a6496p-7f, -0x1.0072e6p-7f, -0x1.6706fep-8f, -0x1.cf050ep-9f,   \
            -0x1.359a4ap-9f, -0x1.aba76cp-10f, -0x1.2f5242p-10f, -0x1.b98894p-11f,                 \
            -0x1.47f86ep-11f, -0x1.effc96p-12f, -0x1.511db4p-12f, -0x1.a675aep-13f,                \
            -0x1.15c1p-13f, -0x1.7ad9a8p-14f, -0x1.0b8228p-14f, -0x1.82e146p-15f,                  \
            -0x1.201e1ap-15f, -0x1.b37da4p-16f, -0x1.988438p-2f, -0x1.217b2p-2f, -0x1.d02f4cp-3f,  \
            -0x1.76a89p-3f, -0x1.3051b4p-3f, -0x1.f17cbap-4f, -0x1.991222p-4f, -0x1.5241b8p-4f)    \
        ROW(0x1.eb2b54p-6f, 0x1.476902p-6f, 0x1.bd71e4p-7f, 0x1.34e974p-7f, 0x1.b4246p-8f,         \
            0x1.390d8p-8f, 0x1.c84a04p-9f, 0x1.517cf8p-9f, 0x1.b7d87p-10f, 0x1.031a38p-10f,        \
            0x1.3e6672p-11f, 0x1.95d878p-12f, 0x1.0b2f98p-12f, 0x1.69cef6p-13f, 0x1.f6898ep-14f,   \
            0x1.64fbd4p-14f, 0x1.bb5102p-15f, 0x1.f2471ap-16f, 0x1.281c6ep-16f, 0x1.70d712p-17f,   \
            0x1.dd9a9p-18f, 0x1.3fed06p-18f, 0x1.b8c3eap-19f, 0x1.379b0ep-19f, 0x1.ffef6ap-3f,     \
            0x1.5a587p-3f, 0x1.0d53f4p-3f, 0x1.a5a512p-4f, 0x1.4c5dcp-4f, 0x1.078b4p-4f,           \
            0x1.a493aap-5f, 0x1.51c5cp-5f)                                                         \
        ROW(-0x1.98182ep-7f, -0x1.08b0bp-7f, -0x1.4852ap-8f, -0x1.b2f058p-9f, -0x1.1fe7p-9f,       \
            -0x1.abcc16p-10f, -0x1.fc8e84p-11f, -0x1.e686b2p-11f, -0x1.f22f9cp-12f,                \
            -0x1.00b802p-12f, -0x1.2bfebep-13f, -0x1.405aa4p-14f, -0x1.d6793p-15f,                 \
            -0x1.afb712p-16f, -0x1.0f253p-16f, -0x1.17ce4cp-16f, -0x1.048bacp-17f,                 \
            -0x1.1eece4p-18f, -0x1.ee21d6p-20f, -0x1.3a14b4p-20f, -0x1.24ab5p-22f,                 \
            -0x1.6866bcp-22f, 0x1.3a4306p-22f, 0x1.4eb7b8p-23f, -0x1.0ec3d6p-3f, -0x1.60733ap-4f,  \
            -0x1.0add56p-4f, -0x1.8ea09p-5f, -0x1.412dfp-5f, -0x1.e26cf2p-6f, -0x1.65694cp-6f,     \
            -0x1.2d7a88p-6f)                                                                       \
        ROW(0x1.370af8p-8f, 0x1.6aaea4p-9f, 0x1.d74dep-10f, 0x1.264d1cp-10f, 0x1.792206p-11f,      \
            0x1.d7076ep-12f, 0x1.5282d2p-12f, 0x1.76d9d6p-13f, 0x1.efa274p-14f, 0x1.f9ce42p-15f,   \
            0x1.071204p-15f, 0x1.27d118p-16f, 0x1.421ed8p-17f, 0x1.9b2458p-18f, 0x1.f896dep-19f,   \
            0x1.1f7d64p-19f, 0x1.3bfddap-20f, 0x1.1b2576p-21f, 0x1.1eab0cp-22f, 0x1.232f08p-23f,   \
            0x1.62cc16p-24f, 0x1.82da6ap-25f, 0x1.24a04p-25f, 0x1.5a0314p-26f, 0x1.c26d3p-5f,      \
            0x1.64c4p-5f, 0x1.da69c8p-6f, 0x1.87bec8p-6f, 0x1.ba59a2p-7f, 0x1.ac1e8cp-7f,          \
            0x1.7ac044p-7f, 0x1.92433p-8f)
/* Degree 4, relative error 2^-23.0625. */
enum { shrink_ratio_degree = 4 };
#    define SHRINK_RATIO_PIECES(ROW)                                                               \
        ROW(-0x1.2p-1f, -0x1.6p-1f, -0x1.ap-1f, -0x1.ep-1f, -0x1.1p0f, -0x1.3p0f, -0x1.5p0f,       \
            -0x1.7p0f, -0x1.ap0f, -0x1.ep0f, -0x1.1p1f, -0x1.3p1f, -0x1.5p1f, -0x1.7p1f,           \
            -0x1.9p1f, -0x1.bp1f, -0x1.ep1f, -0x1.1p2f, -0x1.3p2f, -0x1.5p2f, -0x1.7p2f,           \
            -0x1.9p2f, -0x1.bp2f, -0x1.dp2f, -0x1p-5f, -0x1.8p-4f, -0x1.4p-3f, -0x1.cp-3f,         \
            -0x1.2p-2f, -0x1.6p-2f, -0x1.ap-2f, -0x1.ep-2f)                                        \
        ROW(0x1.2f0984p-2f, 0x1.1f295ap-2f, 0x1.0e3384p-2f, 0x1.f99fcep-3f, 0x1.d70c4ep-3f,        \
            0x1.b577aap-3f, 0x1.956e08p-3f, 0x1.77467ep-3f, 0x1.4ded9cp-3f, 0x1.1e2174p-3f,        \
            0x1.ec38a6p-4f, 0x1.a9a76ap-4f, 0x1.72585ep-4f, 0x1.4446aep-4f, 0x1.1dbadap-4f,        \
            0x1.fa97f8p-5f, 0x1.ab5e8ep-5f, 0x1.5add86p-5f, 0x1.1ea76p-5f, 0x1.e1365p-6f,          \
            0x1.995db8p-6f, 0x1.60527p-6f, 0x1.325228p-6f, 0x1.0cb61ap-6f, 0x1.553336p-2f,         \
            0x1.542338p-2f, 0x1.52085ap-2f, 0x1.4eec94p-2f, 0x1.4ade4ep-2f, 0x1.45efb6p-2f,        \
            0x1.4035fep-2f, 0x1.39c886p-2f)                                                        \
        ROW(-0x1.e2d69cp-4f, -0x1.08960ap-3f, -0x1.1462d4p-3f, -0x1.16a6bap-3f, -0x1.118336p-3f,   \
            -0x1.070dap-3f, -0x1.f233e4p-4f, -0x1.d2476ep-4f, -0x1.9f9dbap-4f, -0x1.5e09ecp-4f,    \
            -0x1.23b7dap-4f, -0x1.e4a23p-5f, -0x1.9302d4p-5f, -0x1.506218p-5f, -0x1.1a3b0ep-5f,    \
            -0x1.dc6aaep-6f, -0x1.75c96ep-6f, -0x1.146f9cp-6f, -0x1.a28438p-7f, -0x1.4387f6p-7f,   \
            -0x1.fd9d4ap-8f, -0x1.9806bap-8f, -0x1.4b7a88p-8f, -0x1.10c9dap-8f, -0x1.10d9d4p-7f,   \
            -0x1.96b37ep-6f, -0x1.4eafa2p-5f, -0x1.cbe15cp-5f, -0x1.206f7cp-4f, -0x1.55f99cp-4f,   \
            -0x1.85e836p-4f, -0x1.afcbp-4f)                                                        \
        ROW(-0x1.d4b0f8p-5f, -0x1.138088p-5f, -0x1.abf14ep-7f, 0x1.cba1fp-9f, 0x1.0424cap-6f,      \
            0x1.8f562cp-6f, 0x1.e58632p-6f, 0x1.08f738p-5f, 0x1.0efe9p-5f, 0x1.f3dd8ep-6f,         \
            0x1.af5442p-6f, 0x1.67b012p-6f, 0x1.26d622p-6f, 0x1.dfcc7cp-7f, 0x1.85c1dep-7f,        \
            0x1.3d4044p-7f, 0x1.d57fbcp-8f, 0x1.4054e6p-8f, 0x1.bfd752p-9f, 0x1.409564p-9f,        \
            0x1.d549c6p-10f, 0x1.5e8258p-10f, 0x1.0a9998p-10f, 0x1.9c47fep-11f, -0x1.105668p-3f,   \
            -0x1.0b2cf2p-3f, -0x1.01525p-3f, -0x1.e5a0c4p-4f, -0x1.c119fcp-4f, -0x1.969f72p-4f,    \
            -0x1.67c902p-4f, -0x1.361174p-4f)                                                      \
        ROW(0x1.0b35f6p-4f, 0x1.e72cdap-5f, 0x1.979f4ap-5f, 0x1.3bb4f4p-5f, 0x1.c47abep-6f,        \
            0x1.2801e6p-6f, 0x1.52e41p-7f, 0x1.25ae5ep-8f, -0x1.43b14cp-10f, -0x1.414e26p-8f,      \
            -0x1.81ebf6p-8f, -0x1.707cc2p-8f, -0x1.403eep-8f, -0x1.09d2dp-8f, -0x1.af2a5ap-9f,     \
            -0x1.59ceb8p-9f, -0x1.eebd8ep-10f, -0x1.3d569cp-10f, -0x1.9e70dcp-11f,                 \
            -0x1.14c922p-11f, -0x1.7a6b6cp-12f, -0x1.088dc2p-12f, -0x1.79b614p-13f,                \
            -0x1.12e18ep-13f, 0x1.b8efe6p-8f, 0x1.457beap-6f, 0x1.06d66ap-5f, 0x1.5f0998p-5f,      \
            0x1.a80b98p-5f, 0x1.dfc35p-5f, 0x1.029204p-4f, 0x1.0c4e16p-4f)                         \
        ROW(-0x1.d41d24p-8f, -0x1.320cp-6f, -0x1.6f6dp-6f, -0x1.6760ap-6f, -0x1.51f38ap-6f,        \
            -0x1.04a4e4p-6f, -0x1.ad91f2p-7f, -0x1.29145ap-7f, -0x1.7052b8p-8f, -0x1.090fecp-9f,   \
            -0x1.44e254p-13f, 0x1.2773dap-11f, 0x1.a80f6cp-11f, 0x1.ad51dap-11f, 0x1.8b32f4p-11f,  \
            0x1.2d5704p-11f, 0x1.ba2a68p-12f, 0x1.1534e8p-12f, 0x1.574a8ep-13f, 0x1.b26104p-14f,   \
            0x1.161d2p-14f, 0x1.68c7c6p-15f, 0x1.e734cp-16f, 0x1.47e3ccp-16f, 0x1.524488p-6f,      \
            0x1.66083p-8f, 0x1.13261ap-4f, 0x1.385c22p-5f, 0x1.6c5928p-6f, 0x1.91170cp-6f,         \
            0x1.caeab2p-6f, -0x1.988a7cp-7f)
/* Degree 5, relative error 2^-22.90625. */
static const float softplus_octaves[6][PIECES] = {
    {0x1.62e43p23f,  0x1.9f324p23f,  0x1.c8ff7cp23f, 0x1.e27076p23f, 0x1.f0a30cp23f, 0x1.f829b2p23f,
     0x1.fc0a8cp23f, 0x1.fe02a8p23f, 0x1.ff00acp23f, 0x1.ff802cp23f, 0x1.ffc00cp23f, 0x1.ffe006p23f,
     0x1.fff004p23f, 0x1.fff802p23f, 0x1.fffc02p23f, 0x1.fffe02p23f, 0x1.ffff02p23f, 0x1.ffff82p23f,
     0x1.ffffc2p23f, 0x1.ffffe2p23f, 0x1.fffff2p23f, 0x1.fffffap23f, 0x1.fffffep23f, 0x1p24f,
     0x1p24f,        0x1p24f,        0x1.000002p24f, 0x1.000002p24f, 0x1.000002p24f, 0x1.000002p24f,
     0x1.000002p24f, 0x1.000002p24f},
    {-0x1.62e432p22f, -0x1.d93042p22f, -0x1.1be9c4p23f, -0x1.3b7584p23f, -0x1.4e03f2p23f,
     -0x1.582316p23f, -0x1.5d6e72p23f, -0x1.6023e2p23f, -0x1.6182a6p23f, -0x1.62330ep23f,
     -0x1.628b84p23f, -0x1.62b7d4p23f, -0x1.62cdfep23f, -0x1.62d912p23f, -0x1.62de9cp23f,
     -0x1.62e162p23f, -0x1.62e2c6p23f, -0x1.62e376p23f, -0x1.62e3dp23f,  -0x1.62e3fcp23f,
     -0x1.62e412p23f, -0x1.62e41ep23f, -0x1.62e422p23f, -0x1.62e426p23f, -0x1.62e426p23f,
     -0x1.62e426p23f, -0x1.62e42cp23f, -0x1.62e42cp23f, -0x1.62e42cp23f, -0x1.62e42cp23f,
     -0x1.62e42cp23f, -0x1.62e42cp23f},
    {0x1.ebfb62p19f, 0x1.b5508cp20f, 0x1.3adfc2p21f, 0x1.84bbf4p21f, 0x1.b3cedcp21f, 0x1.ce9d9ap21f,
     0x1.dcf4eep21f, 0x1.e460c6p21f, 0x1.e82746p21f, 0x1.ea0efp21f,  0x1.eb03ccp21f, 0x1.eb7dfcp21f,
     0x1.ebbb66p21f, 0x1.ebda8p21f,  0x1.ebe9d6p21f, 0x1.ebf184p21f, 0x1.ebf55ap21f, 0x1.ebf746p21f,
     0x1.ebf83cp21f, 0x1.ebf8b6p21f, 0x1.ebf8f4p21f, 0x1.ebf914p21f, 0x1.ebf922p21f, 0x1.ebf92ap21f,
     0x1.ebf97p21f,  0x1.ebf992p21f, 0x1.ebf89ep21f, 0x1.ebf8a6p21f, 0x1.ebf8aap21f, 0x1.ebf8acp21f,
     0x1.ebf8aep21f, 0x1.ebf8aep21f},
    {0x1.54c872p6f,   -0x1.0d6adep17f, -0x1.5d2acap18f, -0x1.176964p19f, -0x1.63623ep19f,
     -0x1.91a4f6p19f, -0x1.ab4288p19f, -0x1.b8bfdcp19f, -0x1.bfac3cp19f, -0x1.c32ec2p19f,
     -0x1.c4f2fep19f, -0x1.c5d1cap19f, -0x1.c6435cp19f, -0x1.c67e3ap19f, -0x1.c69ba2p19f,
     -0x1.c6a9ap19f,  -0x1.c6afd2p19f, -0x1.c6b484p19f, -0x1.c6b548p19f, -0x1.c6b67p19f,
     -0x1.c6b708p19f, -0x1.c6b69p19f,  -0x1.c6b7dep19f, -0x1.c6b6f6p19f, -0x1.c6b866p19f,
     -0x1.c6b91ap19f, -0x1.c6b384p19f, -0x1.c6b3aep19f, -0x1.c6b3c4p19f, -0x1.c6b3cep19f,
     -0x1.c6b3dap19f, -0x1.c6b3d8p19f},
    {-0x1.41e54ap14f, -0x1.7367dp14f, 0x1.cf062ep11f, 0x1.913c76p15f, 0x1.73f52ep16f,
     0x1.e90b98p16f,  0x1.16cb24p17f, 0x1.29632p17f,  0x1.331532p17f, 0x1.37feaep17f,
     0x1.3a7c14p17f,  0x1.3bd6b8p17f, 0x1.3c7764p17f, 0x1.3cb466p17f, 0x1.3cde2cp17f,
     0x1.3cf274p17f,  0x1.3cfcf2p17f, 0x1.3d01ecp17f, 0x1.3d046ap17f, 0x1.3d05f2p17f,
     0x1.3d066ep17f,  0x1.3d066p17f,  0x1.3d06eep17f, 0x1.3d06ecp17f, 0x1.3cf984p17f,
     0x1.3cf31ap17f,  0x1.3d249ep17f, 0x1.3d2328p17f, 0x1.3d226ep17f, 0x1.3d221p17f,
     0x1.3d2198p17f,  0x1.3d21a6p17f},
    {0x1.b79514p9f,   0x1.52eap12f,    0x1.e5bd88p12f,  0x1.3a2ebap11f,  -0x1.6b857p12f,
     -0x1.8d9c66p13f, -0x1.0b2f4ep14f, -0x1.31c504p14f, -0x1.4649b6p14f, -0x1.50995p14f,
     -0x1.55d828p14f, -0x1.5a0d94p14f, -0x1.5b658ap14f, -0x1.5b418p14f,  -0x1.5b40cp14f,
     -0x1.5b7fc6p14f, -0x1.5be966p14f, -0x1.5b8c78p14f, -0x1.5bedb4p14f, -0x1.5bd91p14f,
     -0x1.5bcc7ep14f, -0x1.5c0a3cp14f, -0x1.5b9fd4p14f, -0x1.5bf6dep14f, -0x1.5b656ep14f,
     -0x1.5b1f0ap14f, -0x1.5d5968p14f, -0x1.5d4982p14f, -0x1.5d410cp14f, -0x1.5d3d54p14f,
     -0x1.5d3786p14f, -0x1.5d392ap14f},
};
#else
/* Degree 6, relative error 2^-23.78125. */
enum { tanh_degree = 6 };
#    define TANH_PIECES(ROW)                                                                       \
        ROW(-0x1.ef7bdep-1f, -0x1.9ce73ap0f, -0x1.4a5294p1f, -0x1.ef7bdep1f, -0x1.739ce8p2f,       \
            -0x1.0c6318p3f, 0, -0x1.ef7bdep-2f)                                                    \
        ROW(0x1.7ed3e4p-1f, 0x1.d8e084p-1f, 0x1.fa295cp-1f, 0x1.ff8e38p-1f, 0x1.fffda2p-1f,        \
            0x1.fffffcp-1f, 0, 0x1.cc1f5cp-2f)                                                     \
        ROW(0x1.c3831ep-2f, 0x1.2d067ap-3f, 0x1.738a26p-6f, 0x1.c6f91cp-10f, 0x1.31edbcp-15f,      \
            0x1.c126aep-23f, 0x1p0f, 0x1.989fecp-1f)                                               \
        ROW(-0x1.519b22p-2f, -0x1.160654p-3f, -0x1.6f48fep-6f, -0x1.c69174p-10f, -0x1.327d54p-15f, \
            -0x1.1f2768p-23f, -0x1.d3cc5cp-19f, -0x1.6f398p-2f)                                    \
        ROW(0x1.978292p-4f, 0x1.38fddap-4f, 0x1.de2064p-7f, 0x1.2da414p-10f, 0x1.7ef2f6p-16f,      \
            0x1.18faaap-23f, -0x1.552c2p-2f, -0x1.adb738p-4f)                                      \
        ROW(0x1.242bbap-5f, -0x1.9e89d8p-6f, -0x1.c8d0a8p-8f, -0x1.2cba06p-11f, -0x1.7c9c22p-17f,  \
            -0x1.5033f4p-23f, -0x1.2f7a96p-9f, 0x1.55cf3ap-3f)                                     \
        ROW(-0x1.91d808p-5f, 0x1.4580c4p-11f, 0x1.5283d4p-9f, 0x1.ff9158p-13f, 0x1.a8e25ap-18f,    \
            0x1.383bdp-25f, 0x1.2fe5c2p-3f, -0x1.562e2ap-6f)                                       \
        ROW(0x1.066298p-6f, 0x1.2738b6p-8f, -0x1.53485cp-11f, -0x1.4e33b2p-14f, -0x1.1df1dep-19f,  \
            0x1.4b3fb8p-26f, -0x1.748ae6p-5f, -0x1.dcee42p-5f)
/* Degree 7, relative error 2^-24.90625. */
enum { gelu_degree = 7 };
#    define GELU_PIECES(ROW)                                                                       \
        ROW(-0x1.8p0f, -0x1.4p1f, -0x1p2f, -0x1.8p2f, -0x1.2p3f, -0x1.ap3f, 0, -0x1.8p-1f)         \
        ROW(0x1.3c144p-2f, 0x1.69cee6p-2f, 0x1.82b4bcp-2f, 0x1.8e010ep-2f, 0x1.93a64ep-2f,         \
            0x1.96242ep-2f, 0, 0x1.cd2836p-3f)                                                     \
        ROW(0x1.204036p-4f, 0x1.bf399ap-6f, 0x1.2dd9fap-7f, 0x1.a0eee6p-9f, 0x1.0b6dfp-10f,        \
            0x1.6fdc4p-12f, 0x1p-1f, 0x1.5bf7f4p-3f)                                               \
        ROW(-0x1.332078p-5f, -0x1.789abap-7f, -0x1.790006p-9f, -0x1.7b6734p-11f, -0x1.54a424p-13f, \
            -0x1.4bf24ap-15f, -0x1.98844p-2f, -0x1.c2c7b8p-4f)                                     \
        ROW(0x1.0d61d2p-6f, 0x1.0ac3d4p-8f, 0x1.944354p-11f, 0x1.2caa9ap-13f, 0x1.7dc49cp-16f,     \
            0x1.08c6dap-18f, 0x1.fffa1ep-3f, 0x1.d688e6p-5f)                                       \
        ROW(-0x1.9eb122p-8f, -0x1.5207dcp-10f, -0x1.887ae2p-13f, -0x1.b2b0c2p-16f,                 \
            -0x1.8cc51ep-19f, -0x1.884eb6p-22f, -0x1.100b18p-3f, -0x1.a829eap-6f)                  \
        ROW(0x1.214664p-9f, 0x1.873fdap-12f, 0x1.63f4bap-15f, 0x1.2d4e84p-18f, 0x1.85676ep-22f,    \
            0x1.177602p-25f, 0x1.f8a336p-5f, 0x1.58d702p-7f)                                       \
        ROW(-0x1.85391ap-11f, -0x1.9c2ee6p-14f, -0x1.4df5fp-17f, -0x1.db4af8p-21f,                 \
            -0x1.90a3a8p-25f, -0x1.ab6576p-29f, -0x1.850cdap-6f, -0x1.0f5d66p-8f)                  \
        ROW(0x1.e2482ap-13f, 0x1.e0014ap-16f, 0x1.1488d4p-19f, 0x1.0084e6p-23f, 0x1.89be66p-28f,   \
            0x1.10671ep-32f, 0x1.748b42p-8f, 0x1.d27d66p-11f)
/* Degree 7, relative error 2^-24.125. */
enum { shrink_ratio_degree = 7 };
#    define SHRINK_RATIO_PIECES(ROW)                                                               \
        ROW(-0x1.8p-1f, -0x1.4p0f, -0x1p1f, -0x1.8p1f, -0x1.2p2f, -0x1.ap2f, -0x1p-3f, -0x1.8p-2f) \
        ROW(0x1.16c5f4p-2f, 0x1.a53aeap-3f, 0x1.09357ep-3f, 0x1.30285ap-4f, 0x1.3aaabap-5f,        \
            0x1.4820b2p-6f, 0x1.5336a2p-2f, 0x1.432ad2p-2f)                                        \
        ROW(-0x1.0fcdf2p-3f, -0x1.0069a2p-3f, -0x1.3fccdp-4f, -0x1.33e6bap-5f, -0x1.dfb1fep-7f,    \
            -0x1.6f2366p-8f, -0x1.0da52ep-5f, -0x1.6eaca8p-4f)                                     \
        ROW(-0x1.770e02p-6f, 0x1.c07042p-6f, 0x1.d30792p-6f, 0x1.b06e48p-7f, 0x1.0b02b2p-8f,       \
            0x1.3104dep-10f, -0x1.06de82p-3f, -0x1.7f97cp-4f)                                      \
        ROW(0x1.c26e68p-5f, 0x1.c8a3eep-7f, -0x1.72660ap-8f, -0x1.df86p-9f, -0x1.fde1f4p-11f,      \
            -0x1.bcfe58p-13f, 0x1.ac5c66p-6f, 0x1.f5023cp-5f)                                      \
        ROW(-0x1.439a46p-6f, -0x1.fa60cap-7f, -0x1.d8c868p-11f, 0x1.93c12ep-11f, 0x1.b27b34p-13f,  \
            0x1.2b8726p-15f, 0x1.9282a4p-5f, 0x1.2635ap-6f)                                        \
        ROW(-0x1.11eac6p-7f, 0x1.914834p-8f, 0x1.78b23cp-10f, -0x1.612f8cp-14f, -0x1.4bb236p-15f,  \
            -0x1.7c1ed6p-18f, -0x1.fba9c4p-7f, -0x1.d0b28ep-6f)                                    \
        ROW(0x1.654e92p-7f, 0x1.4ae0cep-13f, -0x1.91ed7ep-11f, -0x1.d656aep-16f, 0x1.bbd49p-18f,   \
            0x1.da07ep-21f, -0x1.7d8f86p-6f, 0x1.9309b4p-7f)                                       \
        ROW(-0x1.542bb8p-9f, -0x1.83f95p-10f, 0x1.e9997ap-13f, 0x1.6a1534p-16f, -0x1.ac4c34p-21f,  \
            -0x1.08703cp-23f, 0x1.2b1784p-7f, -0x1.48887ep-10f)
/* Degree 5, relative error 2^-25.09375. */
enum { log1p_ratio_degree = 5 };
#    define LOG1P_RATIO_PIECES(ROW)                                                                \
        ROW(-0x1.9c5958p-4f, -0x1.579fcap-3f, -0x1.12e63ap-2f, -0x1.9c5958p-2f, -0x1.354302p-1f,   \
            -0x1.beb61ep-1f, -0x1.12e63ap-6f, -0x1.9c5958p-5f)                                     \
        ROW(0x1.e7d642p-1f, 0x1.d95176p-1f, 0x1.c58894p-1f, 0x1.ae3fbep-1f, 0x1.9086dp-1f,         \
            0x1.701944p-1f, 0x1.fbc08cp-1f, 0x1.f387e4p-1f)                                        \
        ROW(-0x1.c24d5ep-2f, -0x1.9fc956p-2f, -0x1.73b48p-2f, -0x1.43ffacp-2f, -0x1.0d4ae4p-2f,    \
            -0x1.b200aap-3f, -0x1.f4c21cp-2f, -0x1.df7bf4p-2f)                                     \
        ROW(0x1.12f87cp-2f, 0x1.e0b4f6p-3f, 0x1.8e8766p-3f, 0x1.3cbd5p-3f, 0x1.d184b2p-4f,         \
            0x1.455ed2p-4f, 0x1.491a18p-2f, 0x1.315142p-2f)                                        \
        ROW(-0x1.787cc8p-3f, -0x1.371d58p-3f, -0x1.dd023ep-4f, -0x1.588ff6p-4f, -0x1.bdf636p-5f,   \
            -0x1.0d28eap-5f, -0x1.e622e2p-3f, -0x1.b4fda4p-3f)                                     \
        ROW(0x1.b3e226p-4f, 0x1.5b743p-3f, 0x1.2979c8p-4f, 0x1.8ec464p-5f, 0x1.c594c2p-6f,         \
            0x1.de90cp-7f, -0x1.621774p-1f, 0x1.cf19eap-1f)                                        \
        ROW(-0x1.96d91p-4f, -0x1.0b02d8p-3f, -0x1.81713cp-5f, -0x1.eefe38p-6f, -0x1.dc5e72p-7f,    \
            -0x1.b142cap-8f, 0x1.954ea4p-1f, -0x1.a0fd7cp-1f)
#endif
#endif
