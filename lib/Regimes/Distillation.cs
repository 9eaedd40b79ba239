namespace EarlyExit.Regimes;

/// <summary>One exit learning from another.</summary>
/// <param name="Student">The exit that learns, of 0 .. L - 1.</param>
/// <param name="Teacher">A deeper exit, whose probabilities are taken as they are.</param>
public readonly record struct Lesson(int Student, int Teacher);

/// <summary>
/// Exits that learn from deeper ones beside the labels: to the loss comes a weight times the mean over all lessons of the cross-entropy
/// of the student's logits against the teacher's probabilities, which are constants (the code of arXiv:2407.14320).
/// </summary>
/// <param name="Name">The rule in words.</param>
/// <param name="Teachers">From an exit and the number of exits L to the exits it learns from.</param>
/// <param name="Weight">How much the lessons count beside the loss on labels.</param>
public sealed record Distillation(string Name, Func<int, int, IEnumerable<int>> Teachers, double Weight = 1)
{
    /// <summary>Every exit learns from the last.</summary>
    public static Distillation Last { get; } = new("last", (exit, exits) => exit < exits - 1 ? [exits - 1] : []);

    /// <summary>Every exit learns from all deeper ones.</summary>
    public static Distillation Later { get; } = new("later", (exit, exits) => Enumerable.Range(exit + 1, exits - 1 - exit));

    /// <summary>Every exit learns from the next.</summary>
    public static Distillation Next { get; } = new("next", (exit, exits) => exit < exits - 1 ? [exit + 1] : []);

    /// <summary>The lessons of a phase in which these exits have a loss; teachers may be frozen.</summary>
    internal IReadOnlyList<Lesson> LessonsOf(IReadOnlyList<int> trained, int exits) =>
        [.. from student in trained from teacher in Teachers(student, exits) select new Lesson(student, teacher)];

    /// <summary>The rule with its lessons, so that two rules of one name are told apart.</summary>
    internal string Describe(IReadOnlyList<int> trained, int exits) =>
        FormattableString.Invariant($"{Name} x {Weight:R} [{string.Join(" ", LessonsOf(trained, exits).Select(lesson => $"{lesson.Student}<{lesson.Teacher}"))}]");
}
