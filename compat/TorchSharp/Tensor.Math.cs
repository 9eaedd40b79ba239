using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode { None, trunc, floor }

    // Element by element. Names ending in an underscore change the tensor in place and return it.
    public partial class Tensor
    {
        public Tensor abs() => Call1(Aten.abs, this);
        public Tensor abs_() => InPlace(Aten.abs_, this);
        public Tensor neg() => Call1(Aten.neg, this);
        public Tensor neg_() => InPlace(Aten.neg_, this);
        public Tensor negative() => neg();
        public Tensor exp() => Call1(Aten.exp, this);
        public Tensor exp_() => InPlace(Aten.exp_, this);
        public Tensor log() => Call1(Aten.log, this);
        public Tensor log_() => InPlace(Aten.log_, this);
        public Tensor log1p() => Call1(Aten.log1p, this);
        public Tensor log2() => Call1(Aten.log2, this);
        public Tensor sqrt() => Call1(Aten.sqrt, this);
        public Tensor sqrt_() => InPlace(Aten.sqrt_, this);
        public Tensor rsqrt() => Call1(Aten.rsqrt, this);
        public Tensor reciprocal() => Call1(Aten.reciprocal, this);
        public Tensor square() => pow(2);
        public Tensor sign() => Call1(Aten.sign, this);
        public Tensor floor() => Call1(Aten.floor, this);
        public Tensor ceil() => Call1(Aten.ceil, this);
        public Tensor round(long decimals = 0L) => Call1(Aten.round, this, decimals);
        public Tensor sin() => Call1(Aten.sin, this);
        public Tensor cos() => Call1(Aten.cos, this);
        public Tensor tanh() => Call1(Aten.tanh, this);
        public Tensor tanh_() => InPlace(Aten.tanh_, this);
        public Tensor sigmoid() => Call1(Aten.sigmoid, this);
        public Tensor sigmoid_() => InPlace(Aten.sigmoid_, this);
        public Tensor relu() => Call1(Aten.relu, this);
        public Tensor relu_() => InPlace(Aten.relu_, this);
        public Tensor erf() => Call1(Aten.erf, this);
        public Tensor isnan() => Call1(Aten.isnan, this);
        public Tensor isinf() => Call1(Aten.isinf, this);
        public Tensor isfinite() => Call1(Aten.isfinite, this);

        public Tensor add(Tensor target) => Call1(Aten.add, this, target);
        public Tensor add(Tensor target, Scalar alpha) => Call1(Aten.add, this, target, alpha);
        public Tensor add(Scalar scalar) => Call1(Aten.add_Scalar, this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Call1(Aten.add_Scalar, this, scalar, alpha);
        public Tensor add_(Tensor target) => InPlace(Aten.add_, this, target);
        public Tensor add_(Tensor target, Scalar alpha) => InPlace(Aten.add_, this, target, alpha);
        public Tensor add_(Scalar scalar) => InPlace(Aten.add__Scalar, this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => InPlace(Aten.add__Scalar, this, scalar, alpha);
        public Tensor sub(Tensor target) => Call1(Aten.sub, this, target);
        public Tensor sub(Scalar target) => Call1(Aten.sub_Scalar, this, target);
        public Tensor sub_(Tensor target) => InPlace(Aten.sub_, this, target);
        public Tensor sub_(Scalar target) => InPlace(Aten.sub__Scalar, this, target);
        public Tensor mul(Tensor target) => Call1(Aten.mul, this, target);
        public Tensor mul(Scalar target) => Call1(Aten.mul_Scalar, this, target);
        public Tensor mul_(Tensor target) => InPlace(Aten.mul_, this, target);
        public Tensor mul_(Scalar target) => InPlace(Aten.mul__Scalar, this, target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Call1(Aten.div, this, target, Mode(rounding_mode));
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Call1(Aten.div_Scalar, this, target, Mode(rounding_mode));
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => InPlace(Aten.div_, this, target, Mode(rounding_mode));
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => InPlace(Aten.div__Scalar, this, target, Mode(rounding_mode));
        public Tensor remainder(Tensor target) => Call1(Aten.remainder, this, target);
        public Tensor remainder(Scalar scalar) => Call1(Aten.remainder_Scalar, this, scalar);
        public Tensor pow(Tensor exponent) => Call1(Aten.pow, this, exponent);
        public Tensor pow(Scalar exponent) => Call1(Aten.pow_Scalar, this, exponent);
        public Tensor pow_(Tensor exponent) => InPlace(Aten.pow_, this, exponent);
        public Tensor pow_(Scalar exponent) => InPlace(Aten.pow__Scalar, this, exponent);
        public Tensor maximum(Tensor other) => Call1(Aten.maximum, this, other);
        public Tensor minimum(Tensor other) => Call1(Aten.minimum, this, other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Call1(Aten.clamp, this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Call1(Aten.clamp_Tensor, this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => InPlace(Aten.clamp_, this, min, max);
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => InPlace(Aten.clamp__Tensor, this, min, max);
        public Tensor clamp_min(Scalar min) => Call1(Aten.clamp_min, this, min);
        public Tensor clamp_min_(Scalar min) => InPlace(Aten.clamp_min_, this, min);
        public Tensor clamp_max(Scalar max) => Call1(Aten.clamp_max, this, max);
        public Tensor clamp_max_(Scalar max) => InPlace(Aten.clamp_max_, this, max);

        public Tensor logical_and(Tensor other) => Call1(Aten.logical_and, this, other);
        public Tensor logical_or(Tensor other) => Call1(Aten.logical_or, this, other);
        public Tensor logical_not() => Call1(Aten.logical_not, this);
        public Tensor bitwise_and(Tensor other) => Call1(Aten.bitwise_and, this, other);
        public Tensor bitwise_or(Tensor other) => Call1(Aten.bitwise_or, this, other);
        public Tensor bitwise_xor(Tensor other) => Call1(Aten.bitwise_xor, this, other);
        public Tensor bitwise_not() => Call1(Aten.bitwise_not, this);

        public Tensor eq(Tensor target) => Call1(Aten.eq, this, target);
        public Tensor eq(Scalar target) => Call1(Aten.eq_Scalar, this, target);
        /// <summary>Element by element, like <see cref="eq(Tensor)"/> and unlike PyTorch's <c>equal</c>.</summary>
        public Tensor equal(Tensor target) => eq(target);
        public Tensor ne(Tensor target) => Call1(Aten.ne, this, target);
        public Tensor ne(Scalar target) => Call1(Aten.ne_Scalar, this, target);
        public Tensor not_equal(Tensor target) => ne(target);
        public Tensor lt(Tensor target) => Call1(Aten.lt, this, target);
        public Tensor lt(Scalar target) => Call1(Aten.lt_Scalar, this, target);
        public Tensor less(Tensor target) => lt(target);
        public Tensor le(Tensor target) => Call1(Aten.le, this, target);
        public Tensor le(Scalar target) => Call1(Aten.le_Scalar, this, target);
        public Tensor less_equal(Tensor target) => le(target);
        public Tensor gt(Tensor target) => Call1(Aten.gt, this, target);
        public Tensor gt(Scalar target) => Call1(Aten.gt_Scalar, this, target);
        public Tensor greater(Tensor target) => gt(target);
        public Tensor ge(Tensor target) => Call1(Aten.ge, this, target);
        public Tensor ge(Scalar target) => Call1(Aten.ge_Scalar, this, target);
        public Tensor greater_equal(Tensor target) => ge(target);
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Call1(Aten.isclose, this, other, rtol, atol, nanEqual);
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => CallBool(Aten.allclose, this, target, rtol, atol, equal_nan);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Call1(Aten.softmax, this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Call1(Aten.log_softmax, this, dim, dtype);

        private static string? Mode(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }
}
