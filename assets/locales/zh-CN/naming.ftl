## Templates that names are made from.

naming-template-empty = 模板不能为空
naming-template-too-long = 模板最多 { $most } 个字符
naming-template-unknown-field = 第 { $position } 个字符处的“{ "{" }{ $word }{ "}" }”无法识别：请使用 { $known }
naming-template-not-closed = 第 { $position } 个字符处的花括号没有闭合；如需把花括号用作文字，请写成 { "{{" }
naming-template-not-opened = 第 { $position } 个字符处的右花括号没有对应的左花括号；如需把花括号用作文字，请写成 { "}}" }
naming-template-control-character = 第 { $position } 个字符不能出现在名称中

naming-preset-initial-state = 刚安装好的虚拟机
naming-preset-test-environment = 已准备好进行测试，可随时恢复
naming-preset-pre-update = 更新之前
naming-preset-pre-update-date = 更新之前，带日期
naming-preset-purpose-date = 用途和日期
naming-preset-purpose-date-time = 用途和具体时间
naming-preset-numbered = 带编号的步骤
naming-preset-several-people = 适合多人使用的虚拟机

naming-template-before-update = 更新前备份 { "{date}" }
naming-template-several-people = { "{purpose}（{user}，{date}）" }
