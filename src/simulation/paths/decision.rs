//! Who is put where on a rank day (RB 6.10-6.11).

use super::cuts::Cuts;
use super::setup::Held;
use crate::market::model::BLOCK;

/// Decides everybody's segment, for caps and members by slot, in whole blocks: who is smaller than
/// #3,000 is outside; of the others a member stays on its side of #1,000 within the band, and new
/// names take the plain break.
pub(super) fn decide(caps: &[f64], members: &[u8], cuts: &Cuts, decided: &mut [u8]) {
    pulp::Arch::new().dispatch(Pass { caps, members, cuts, decided });
}

struct Pass<'a> {
    caps: &'a [f64],
    members: &'a [u8],
    cuts: &'a Cuts,
    decided: &'a mut [u8],
}

impl pulp::WithSimd for Pass<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "code must be part of the dispatched function")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Cuts { r1000, upper, lower, .. } = *self.cuts;
        let outside = self.cuts.r3000.max(self.cuts.floor);
        let (caps, _) = self.caps.as_chunks::<BLOCK>();
        let (members, _) = self.members.as_chunks::<BLOCK>();
        let (decided, _) = self.decided.as_chunks_mut::<BLOCK>();
        for ((caps, members), decided) in caps.iter().zip(members).zip(decided) {
            for i in 0..BLOCK {
                let (cap, member) = (caps[i], members[i]);
                // Each rule by itself, so that there is nothing to jump over.
                let was_large = u8::from(member == Held::R1000 as u8);
                let was_small = u8::from(member == Held::R2000 as u8);
                let was_outside = 1 - was_large - was_small;
                let is_large = (was_large * u8::from(cap >= lower))
                    | (was_small * u8::from(cap >= upper))
                    | (was_outside * u8::from(cap >= r1000));
                // 1 for the Russell 1000, 2 for the 2000.
                decided[i] = u8::from(cap >= outside) * (2 - is_large);
            }
        }
    }
}
