namespace EarlyExit.Workbook;

/// <summary>How much a notebook computes. Set by <c>./workbook run --scale</c> or the variable <c>EARLYEXIT_SCALE</c>.</summary>
public enum Scale
{
    /// <summary>Seconds: everything runs once, the numbers mean nothing.</summary>
    Smoke,

    /// <summary>The default: minutes on a laptop, numbers with intervals.</summary>
    Quick,

    /// <summary>As close to the papers as one machine allows.</summary>
    Full,
}
