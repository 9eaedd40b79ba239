using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary>
/// A head that begins with something without parameters, such as pooling. While the backbone is frozen that part says the same of a
/// sample in every epoch, and is much smaller than the features.
/// </summary>
internal interface IHeadInTwoParts
{
    /// <summary>What there is nothing to learn in, from features [N, ...]; the samples stay the first dimension.</summary>
    Tensor Fixed(Tensor features);

    /// <summary>The rest of the head, on what <see cref="Fixed"/> returned.</summary>
    Tensor Learnt(Tensor fixedPart);
}
