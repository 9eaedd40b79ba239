// The native half of compat/TorchSharp: libtorch's dispatcher behind one C entry point.
// An operator is found once by its schema name and called boxed on a stack of IValues, so that `ee_call` reaches every
// ATen operator, autograd included. The other entries are what the dispatcher does not have: handles, gradients,
// guards, generators, threads. Nothing throws across the border: a failed call returns -1 and ee_error holds the text.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/grad_mode.h>
#include <torch/version.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

enum Tag : int32_t { None, Tensor, Int, Double, Bool, Ints, Doubles, Tensors, OptionalTensors, String, Device, Random, Default };

// An argument: lists and strings are `count` elements at `bits`; a device is its type and index (in `count`).
struct Argument {
    int32_t tag;
    int32_t count;
    int64_t bits;
};

// A result: of a tensor also the bytes it brought into the world (none for a view or an alias of an argument).
struct Result {
    int64_t tag;
    int64_t bits;
    int64_t bytes;
};

struct Operator {
    c10::OperatorHandle handle;
    const c10::FunctionSchema* schema;
};

// What managed code wants to know of a tensor in one call; the sizes live as long as the tensor does not change.
struct Description {
    const int64_t* sizes;
    const int64_t* strides;
    int64_t rank, elements, element_size, offset;
    int32_t dtype, device_type, device_index, requires_grad, is_leaf, contiguous, conjugate, sparse;
};

// A list with holes: std::optional in newer libtorch, c10::optional in older.
using Holes = decltype(std::declval<const c10::IValue&>().toOptionalTensorList());
using Stack = std::vector<c10::IValue>;
thread_local std::string error;
thread_local std::vector<Result> results;
thread_local Stack spare;

#ifdef __GLIBC__
// A dispose scope frees the activations of a training step all at once. By default glibc then hands that memory back to
// the system and faults it in again in the next step, which costs half as much time again as the step itself. Keep it.
const bool memory_is_kept =
    mallopt(M_MMAP_THRESHOLD, 32 << 20) && mallopt(M_TRIM_THRESHOLD, INT32_MAX) && mallopt(M_TOP_PAD, 64 << 20);
#endif

template <typename Body>
int64_t guarded(Body body) noexcept {
    try {
        return body();
    } catch (const c10::Error& e) {
        error = e.what_without_backtrace();
    } catch (const std::exception& e) {
        error = e.what();
    } catch (...) {
        error = "unknown C++ exception";
    }
    return -1;
}

// A handle is an at::Tensor of its own, so that two handles of one tensor differ; 0 is an undefined tensor.
const at::Tensor& borrow(int64_t handle) {
    static const at::Tensor undefined;
    return handle ? *reinterpret_cast<const at::Tensor*>(handle) : undefined;
}

int64_t release(at::Tensor tensor) { return tensor.defined() ? reinterpret_cast<int64_t>(new at::Tensor(std::move(tensor))) : 0; }

std::vector<at::Tensor> borrow_all(const int64_t* handles, int64_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int64_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
    return tensors;
}

double as_double(int64_t bits) {
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

int64_t as_bits(double value) {
    int64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

c10::Device device_of(int64_t type, int64_t index) {
    return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

c10::IValue value_of(const Argument& a, const c10::Argument& declared) {
    switch (a.tag) {
        case Tensor: return borrow(a.bits);
        case Int: return a.bits;
        case Double: return as_double(a.bits);
        case Bool: return a.bits != 0;
        case Ints: return c10::IntArrayRef(reinterpret_cast<const int64_t*>(a.bits), a.count);
        case Doubles: return c10::ArrayRef<double>(reinterpret_cast<const double*>(a.bits), a.count);
        case Tensors: return borrow_all(reinterpret_cast<const int64_t*>(a.bits), a.count);
        case OptionalTensors: {
            Holes list;
            for (auto& tensor : borrow_all(reinterpret_cast<const int64_t*>(a.bits), a.count))
                list.push_back(tensor.defined() ? Holes::value_type(tensor) : Holes::value_type());
            return list;
        }
        case String: return std::string(reinterpret_cast<const char*>(a.bits), a.count);
        case Device: return device_of(a.bits, a.count);
        case Random: return *reinterpret_cast<at::Generator*>(a.bits);
        case Default:
            TORCH_CHECK(declared.default_value(), "argument '", declared.name(), "' has no default");
            return *declared.default_value();
        default: return {};
    }
}

const void* storage_of(const at::Tensor& tensor) {
    return tensor.defined() && tensor.has_storage() ? tensor.storage().unsafeGetStorageImpl() : nullptr;
}

// The bytes of a result, unless it shares its storage with an argument.
int64_t new_bytes(const at::Tensor& tensor, const Argument* arguments, int32_t count) {
    const void* storage = storage_of(tensor);
    if (!storage) return 0;
    for (int32_t i = 0; i < count; i++)
        if (arguments[i].tag == Tensor && storage_of(borrow(arguments[i].bits)) == storage) return 0;
    return static_cast<int64_t>(tensor.storage().nbytes());
}

void push_result(const c10::IValue& value, const Argument* arguments, int32_t count) {
    if (value.isTensor()) {
        const auto& tensor = value.toTensor();
        int64_t bytes = new_bytes(tensor, arguments, count);
        results.push_back({Tensor, release(tensor), bytes});
    } else if (value.isTensorList()) {
        for (const at::Tensor& tensor : value.toTensorVector()) push_result(tensor, arguments, count);
    } else if (value.isInt()) {
        results.push_back({Int, value.toInt(), 0});
    } else if (value.isDouble()) {
        results.push_back({Double, as_bits(value.toDouble()), 0});
    } else if (value.isBool()) {
        results.push_back({Bool, value.toBool(), 0});
    } else {
        TORCH_CHECK(false, "a result of type ", value.tagKind(), " is not supported");
    }
}

int64_t hand_over(const std::vector<at::Tensor>& tensors) {
    results.clear();
    for (const at::Tensor& tensor : tensors) push_result(tensor, nullptr, 0);
    return static_cast<int64_t>(results.size());
}

at::Generator& generator(int64_t handle) { return *reinterpret_cast<at::Generator*>(handle); }

}  // namespace

extern "C" {

const char* ee_error() { return error.c_str(); }

const char* ee_version() { return TORCH_VERSION; }

// An operator by schema name ("aten::add") and overload ("Tensor"); 0 when this libtorch lacks it.
Operator* ee_find(const char* name, const char* overload) {
    Operator* found = nullptr;
    guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        if (handle) found = new Operator{*handle, &handle->schema()};
        return 0;
    });
    return found;
}

// Calls an operator; arguments left out at the end take the schema's defaults. Returns the number of results, which
// stay at *out until the next call on this thread and whose tensors the caller owns.
int64_t ee_call(Operator* op, const Argument* arguments, int32_t count, const Result** out) {
    Stack stack;
    stack.swap(spare);
    int64_t code = guarded([&] {
        const auto& declared = op->schema->arguments();
        TORCH_CHECK(count <= static_cast<int64_t>(declared.size()), "takes ", declared.size(), " arguments, not ", count);
        for (size_t i = 0; i < declared.size(); i++)
            stack.push_back(value_of(i < static_cast<size_t>(count) ? arguments[i] : Argument{Default, 0, 0}, declared[i]));
        op->handle.callBoxed(&stack);
        results.clear();
        for (const auto& value : stack) push_result(value, arguments, count);
        *out = results.data();
        return static_cast<int64_t>(results.size());
    });
    stack.clear();
    spare.swap(stack);
    return code;
}

void ee_release(int64_t handle) { delete reinterpret_cast<at::Tensor*>(handle); }

// A second handle of the same tensor.
int64_t ee_alias(int64_t handle) { return release(borrow(handle)); }

int64_t ee_describe(int64_t handle, Description* d) {
    return guarded([&] {
        const at::Tensor& t = borrow(handle);
        bool dense = t.layout() == c10::kStrided;
        *d = {t.sizes().data(), dense ? t.strides().data() : nullptr, t.dim(), t.numel(), static_cast<int64_t>(t.element_size()),
              dense ? t.storage_offset() : 0, static_cast<int32_t>(t.scalar_type()), static_cast<int32_t>(t.device().type()),
              t.device().index(), t.requires_grad(), t.is_leaf(), dense && t.is_contiguous(), t.is_conj(), t.is_sparse()};
        return 0;
    });
}

void* ee_data(int64_t handle) {
    void* data = nullptr;
    return guarded([&] { data = borrow(handle).data_ptr(); return 0; }) == 0 ? data : nullptr;
}

// A tensor over managed memory, which `release_owner` unpins when the last user is gone.
int64_t ee_from_blob(void* data, const int64_t* sizes, int32_t rank, int32_t dtype, int64_t owner, void (*release_owner)(int64_t)) {
    return guarded([&] {
        auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
        return release(at::from_blob(data, c10::IntArrayRef(sizes, rank), [=](void*) { release_owner(owner); }, options));
    });
}

int64_t ee_set_requires_grad(int64_t handle, int32_t value) {
    return guarded([&] { borrow(handle).set_requires_grad(value != 0); return 0; });
}

// 0 when there is none.
int64_t ee_grad(int64_t handle) {
    return guarded([&] { return release(borrow(handle).grad()); });
}

int64_t ee_set_grad(int64_t handle, int64_t grad) {
    return guarded([&] { borrow(handle).mutable_grad() = borrow(grad); return 0; });
}

// torch.autograd.backward; gradients (0 = ones) go with the roots one by one, or none at all.
int64_t ee_backward(const int64_t* roots, int32_t root_count, const int64_t* gradients, int32_t gradient_count,
                    int32_t retain_graph, int32_t create_graph, const int64_t* inputs, int32_t input_count) {
    return guarded([&] {
        torch::autograd::backward(borrow_all(roots, root_count), borrow_all(gradients, gradient_count), retain_graph != 0,
                                  create_graph != 0, borrow_all(inputs, input_count));
        return 0;
    });
}

// torch.autograd.grad; one result per input, undefined tensors as 0.
int64_t ee_autograd_grad(const int64_t* roots, int32_t root_count, const int64_t* inputs, int32_t input_count, const int64_t* gradients,
                         int32_t gradient_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, const Result** out) {
    return guarded([&] {
        auto found = torch::autograd::grad(borrow_all(roots, root_count), borrow_all(inputs, input_count),
                                           borrow_all(gradients, gradient_count), retain_graph != 0, create_graph != 0, allow_unused != 0);
        int64_t count = hand_over(found);
        *out = results.data();
        return count;
    });
}

int32_t ee_grad_mode() { return c10::GradMode::is_enabled(); }
void ee_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }
c10::InferenceMode* ee_enter_inference(int32_t enabled) { return new c10::InferenceMode(enabled != 0); }
void ee_leave_inference(c10::InferenceMode* guard) { delete guard; }

int64_t ee_manual_seed(int64_t seed) {
    return guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); return 0; });
}

// The default generator of a device, or a new one of the same kind.
int64_t ee_generator(int32_t device_type, int32_t device_index, int32_t fresh, int64_t* handle) {
    return guarded([&] {
        auto device = device_of(device_type, device_index);
        at::Generator source = at::globalContext().defaultGenerator(device);
        *handle = reinterpret_cast<int64_t>(new at::Generator(fresh ? source.clone() : source));
        return 0;
    });
}

void ee_generator_release(int64_t handle) { delete &generator(handle); }
uint64_t ee_generator_seed(int64_t handle) { return generator(handle).current_seed(); }

int64_t ee_generator_set_seed(int64_t handle, uint64_t seed) {
    return guarded([&] { std::lock_guard<std::mutex> lock(generator(handle).mutex()); generator(handle).set_current_seed(seed); return 0; });
}

int64_t ee_generator_state(int64_t handle) {
    return guarded([&] { std::lock_guard<std::mutex> lock(generator(handle).mutex()); return release(generator(handle).get_state()); });
}

int64_t ee_generator_set_state(int64_t handle, int64_t state) {
    return guarded([&] { std::lock_guard<std::mutex> lock(generator(handle).mutex()); generator(handle).set_state(borrow(state)); return 0; });
}

int32_t ee_threads() { return at::get_num_threads(); }
int64_t ee_set_threads(int32_t count) {
    return guarded([&] { at::set_num_threads(count); return 0; });
}

// How many CUDA devices there are; 0 where libtorch was built without CUDA.
int32_t ee_cuda_devices() {
    return c10::impl::hasDeviceGuardImpl(c10::kCUDA) ? c10::impl::getDeviceGuardImpl(c10::kCUDA)->deviceCount() : 0;
}
int64_t ee_synchronize(int32_t index) {
    return guarded([&] { at::detail::getCUDAHooks().deviceSynchronize(static_cast<c10::DeviceIndex>(index)); return 0; });
}
}
