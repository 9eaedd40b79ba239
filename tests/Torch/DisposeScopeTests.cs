using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch;

[Collection("torch")]
public class DisposeScopeTests
{
    private static ThreadDisposeScopeStatistics Fresh()
    {
        DisposeScopeManager.Statistics.Reset();
        return DisposeScopeManager.Statistics;
    }

    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inner, kept, outer = ones(1);
        using (var scope = NewDisposeScope())
        {
            inner = ones(1);
            kept = (inner + outer).DetachFromDisposeScope();
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(scope.Contains(inner) && !scope.Contains(kept));
        }
        Assert.True(inner.IsInvalid);
        Assert.False(kept.IsInvalid || outer.IsInvalid);
        Assert.Equal(2f, kept.item<float>());
    }

    [Fact]
    public void Tensors_move_to_the_outer_scope_and_out_of_the_outermost()
    {
        Tensor moved;
        using (NewDisposeScope())
        {
            using (NewDisposeScope()) moved = ones(1).MoveToOuterDisposeScope();
            Assert.False(moved.IsInvalid);
        }
        Assert.True(moved.IsInvalid);
        using (NewDisposeScope()) moved = ones(1).MoveToOuterDisposeScope();
        Assert.False(moved.IsInvalid);
    }

    [Fact]
    public void Tensors_move_to_another_scope_and_to_that_of_another_tensor()
    {
        var first = NewDisposeScope();
        var there = ones(1);
        var second = NewDisposeScope();
        var (a, b) = (ones(1), ones(1));
        a.MoveToOtherDisposeScope(there);
        second.MoveToOther(first, b);
        second.Dispose();
        Assert.False(a.IsInvalid || b.IsInvalid);
        first.Dispose();
        Assert.True(a.IsInvalid && b.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Scopes_may_end_out_of_order()
    {
        var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        outer.Dispose();
        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.Null(CurrentDisposeScope);
        Assert.Throws<ObjectDisposedException>(() => inner.DisposablesCount);
    }

    [Fact]
    public void Everything_but_some_can_be_disposed_in_between()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (ones(1), ones(1), ones(1));
        scope.DisposeEverythingBut(b);
        Assert.True(a.IsInvalid && !b.IsInvalid && c.IsInvalid);
        Assert.Equal([b], scope.DisposablesView);
        scope.DisposeEverything();
        Assert.True(b.IsInvalid);
    }

    [Fact]
    public void A_wrapped_expression_keeps_its_result_alone()
    {
        Tensor? step = null;
        using var result = WrappedTensorDisposeScope(() => (step = ones(2) + 1) * 2);
        Assert.True(step!.IsInvalid);
        Assert.Equal([4f, 4f], result.data<float>());
    }

    [Fact]
    public void Statistics_count_to_the_unit()
    {
        var statistics = Fresh();
        var outside = ones(1);
        using (var scope = NewDisposeScope())
        {
            var a = ones(1);
            var b = ones(1).DetachFromDisposeScope();
            scope.Attach(outside);
            Assert.Equal((1, 2, 1, 1), (statistics.CreatedOutsideScopeCount, statistics.CreatedInScopeCount, statistics.DetachedFromScopeCount, statistics.AttachedToScopeCount));
            a.Dispose();
            Assert.Equal((1, 0), (statistics.DisposedInScopeCount, statistics.DisposedOutsideScopeCount));
            b.Dispose();
            Assert.Equal((1, 1, 1), (statistics.DisposedInScopeCount, statistics.DisposedOutsideScopeCount, statistics.ThreadTotalLiveCount));
        }
        Assert.Equal((2, 0), (statistics.DisposedInScopeCount, statistics.ThreadTotalLiveCount));
        Assert.StartsWith("ThreadTotalLiveCount: 0; CreatedOutsideScopeCount: 1;", statistics.ToString());
    }

    [Fact]
    public void Temporaries_of_indexing_are_released()
    {
        using var t = arange(24).reshape(2, 3, 4);
        using var scope = NewDisposeScope();
        Tensor[] made = [t[1, 2, 3], t[0, .., 1..3], tensor(5L)];
        t[1, 0] = made[2];
        t[.., 1] = made[2];
        Assert.Equal(made.Length, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(1));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.False(other!.IsInvalid);
    }
}
