using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>How a tensor is written out: its shape, dtype and device alone, or with its elements as Julia or NumPy write them.</summary>
public enum TensorStringStyle
{
    Metadata,
    Julia,
    Numpy,
    CSharp,
    Default,
}

public static partial class torch
{
    private const int LineWidth = 100, Most = 6;
    private const string FloatFormat = "g5";

    public partial class Tensor
    {
        /// <summary>Shape, dtype and device in one line.</summary>
        public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null, string? newLine = null)
        {
            string Value(Tensor scalar) => Written(scalar, fltFormat ?? FloatFormat, cultureInfo ?? CultureInfo.CurrentCulture);
            var line = newLine ?? Environment.NewLine;
            return style switch
            {
                TensorStringStyle.Metadata => ToString(),
                TensorStringStyle.Julia or TensorStringStyle.Default => ToString() + Julia(Value, width ?? LineWidth, line),
                TensorStringStyle.Numpy => Numpy(Value, line, 0),
                _ => throw new InvalidEnumArgumentException($"Unsupported tensor string style: {style}"),
            };
        }

        private static string Written(Tensor scalar, string format, CultureInfo culture) => scalar.dtype switch
        {
            ScalarType.Bool => scalar.ToBoolean().ToString(culture),
            ScalarType.Float64 => scalar.ToDouble().ToString(format, culture),
            var dtype when torch.is_floating_point(dtype) => scalar.ToSingle().ToString(format, culture),
            _ => scalar.ToInt64().ToString(culture),
        };

        private string Julia(Func<Tensor, string> value, int width, string line)
        {
            if (ndim == 0) return $", value = {value(this)}";
            if (ndim == 1) return line + Rows(unsqueeze(0), value, width, line);
            if (ndim == 2) return line + Rows(this, value, width, line);
            var text = new StringBuilder();
            Planes(this, "[", text);
            return text.ToString();

            // Planes of the last two dimensions, each under the indices that lead to it.
            void Planes(Tensor tensor, string indices, StringBuilder text)
            {
                for (var i = 0; i < tensor.shape[0]; i++)
                {
                    if (tensor.ndim > 3) Planes(tensor[i], $"{indices}{i},", text);
                    else text.Append($"{line}{indices}{i},..,..] ={line}{Rows(tensor[i], value, width, line)}");
                }
            }
        }

        // The rows of a matrix, columns aligned at the right, as many columns as the line holds.
        private static string Rows(Tensor matrix, Func<Tensor, string> value, int width, string line)
        {
            const string ellipsis = " ...";
            var rows = matrix.unbind().Select(row => row.unbind().Select(value).ToArray()).ToArray();
            var shown = rows.Length == 0 ? 0 : rows.Min(Fitting);
            var widths = Enumerable.Range(0, shown).Select(column => rows.Max(row => row[column].Length)).ToArray();
            var end = shown < matrix.shape[1] ? ellipsis + line : line;
            return string.Concat(rows.Select(row => string.Concat(widths.Select((w, column) => " " + row[column].PadLeft(w))) + end));

            int Fitting(string[] row)
            {
                var (left, count) = (width, 0);
                while (count < row.Length && left - row[count].Length - ellipsis.Length >= 0) left -= row[count++].Length + 1;
                return count;
            }
        }

        private string Numpy(Func<Tensor, string> value, string line, int depth)
        {
            if (ndim == 0) return value(this);
            var parts = unbind();
            var (head, tail) = parts.Length <= Most ? (parts, []) : (parts[..(Most - Most / 2)], parts[^(Most / 2)..]);
            if (ndim == 1)
            {
                var numbers = string.Join(", ", head.Select(value));
                return tail.Length == 0 ? $"[{numbers}]" : $"[{numbers}, ... {string.Join(", ", tail.Select(value))}]";
            }
            var indent = new string(' ', depth + 1);
            var between = string.Concat(Enumerable.Repeat(line, (int)ndim - 1)) + indent;
            var rows = head.Concat(tail).Select(part => part.Numpy(value, line, depth + 1)).ToList();
            if (tail.Length > 0) rows.Insert(head.Length, "...");
            return $"[{string.Join(between, rows)}]";
        }
    }
}
